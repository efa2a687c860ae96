package io.zproc.process;

import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import io.zproc.OnStateChange;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a worker's method whose values are given by who starts a process. A
 * worker that has any is never started with the application.
 *
 * @param worker the name of the worker
 * @param method its method
 * @param parameters the parameters, in their order
 */
record GivenParameters(String worker, BeanMethod method, List<Parameter> parameters) {

	private static final String SPAWN = "start its processes with ProcessManager.spawn.";

	static GivenParameters of(String worker, BeanMethod method) {
		// Parameters of a watcher's method are the watcher's affair.
		Parameter[] all = method.has(OnStateChange.class) ? new Parameter[0] : method.method().getParameters();
		return new GivenParameters(worker, method,
				Arrays.stream(all).filter((parameter) -> !WorkerArguments.isInjected(parameter)).toList());
	}

	boolean isEmpty() {
		return this.parameters.isEmpty();
	}

	/**
	 * Refuses a parameter that can never have a value.
	 * @param isValue whether something of a type may be a value
	 * @throws InvalidMethodException when there is one
	 */
	void requireValues(Predicate<Class<?>> isValue) {
		for (Parameter parameter : this.parameters) {
			if (!isValue.test(parameter.getType())) {
				throw new InvalidMethodException(
						who() + "parameter '" + parameter.getName() + "' of type " + parameter.getType().getTypeName()
								+ ", which is neither injected nor can be a value",
						"Injected are SharedState, WorkerContext, and parameters annotated @Autowired, @Qualifier or"
								+ " @Value. Any other parameter is given by who starts the process, and is a value as"
								+ " in the state: a value type of the JDK, a collection of values, or an object of a"
								+ " package of the application or of zproc.state.allowed-packages.");
			}
		}
	}

	/**
	 * How many processes run the method.
	 * @throws InvalidMethodException when it is to be several, but none is started
	 */
	int instances(@Nullable Integer property, int annotated) {
		int instances = (property != null) ? property : annotated;
		if (!isEmpty() && instances > 1) {
			throw new InvalidMethodException(
					who() + "instances: " + instances + ", but its method has parameters that who starts it must give",
					"Remove instances from its @ZProcWorker, and zproc.workers." + this.worker + ".instances, and "
							+ SPAWN);
		}
		return instances;
	}

	/**
	 * Whether processes are started with the application.
	 * @throws InvalidMethodException when they are to be, but cannot
	 */
	boolean autoStart(@Nullable Boolean property, boolean annotated) {
		if (!isEmpty() && Boolean.TRUE.equals(property)) {
			throw new InvalidMethodException(
					who() + "auto-start: true, but its method has parameters that who starts it must give",
					"Remove zproc.workers." + this.worker + ".auto-start, and " + SPAWN);
		}
		return isEmpty() && ((property != null) ? property : annotated);
	}

	private String who() {
		return "Worker '" + this.worker + "' (method " + this.method + ") has ";
	}

}
