package io.zproc.process;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.zproc.WorkerMethod;

/**
 * The method that an unbound method reference names. The compiler gives a serialisable
 * reference a method that tells the name; nothing is serialised.
 */
final class MethodReference {

	private static final String EXPECTED = " (expected: a reference to a method annotated @ZProcWorker by its class,"
			+ " such as Jobs::bake, or the name of a worker)";

	private final Class<?> type;

	private final String name;

	private final List<Class<?>> parameters;

	private MethodReference(Class<?> type, String name, List<Class<?>> parameters) {
		this.type = type;
		this.name = name;
		this.parameters = parameters;
	}

	static MethodReference of(WorkerMethod reference) {
		SerializedLambda described = describe(reference);
		String where = described.getCapturingClass().replace('/', '.');
		if (described.getCapturedArgCount() > 0) {
			throw new IllegalArgumentException("A reference to a method of one object, or a lambda that uses variables,"
					+ " was given in " + where + EXPECTED);
		}
		if (described.getImplMethodName().startsWith("lambda$")) {
			throw new IllegalArgumentException("A lambda was given in " + where + EXPECTED);
		}
		if (described.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic
				|| described.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial) {
			throw new IllegalArgumentException(
					"A reference to the static method or constructor " + described.getImplClass().replace('/', '.')
							+ "." + described.getImplMethodName() + " was given in " + where + EXPECTED);
		}
		ClassLoader loader = reference.getClass().getClassLoader();
		try {
			Class<?> type = Class.forName(described.getImplClass().replace('/', '.'), false, loader);
			MethodType signature = MethodType.fromMethodDescriptorString(described.getImplMethodSignature(), loader);
			return new MethodReference(type, described.getImplMethodName(), signature.parameterList());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException("A class of the reference given in " + where + " cannot be found", ex);
		}
	}

	private static SerializedLambda describe(WorkerMethod reference) {
		try {
			Method writeReplace = reference.getClass().getDeclaredMethod("writeReplace");
			writeReplace.setAccessible(true);
			if (writeReplace.invoke(reference) instanceof SerializedLambda described) {
				return described;
			}
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException(
					"An object of class " + reference.getClass().getName() + " was given" + EXPECTED, ex);
		}
		throw new IllegalArgumentException(
				"An object of class " + reference.getClass().getName() + " was given" + EXPECTED);
	}

	/**
	 * The worker whose method this is.
	 * @throws IllegalArgumentException when there is none, or more than one
	 */
	WorkerDefinition find(Collection<WorkerDefinition> workers) {
		List<WorkerDefinition> found = workers.stream().filter((worker) -> isOf(worker.method())).toList();
		if (found.size() == 1) {
			return found.get(0);
		}
		List<String> names = WorkerDefinition.names(found.isEmpty() ? workers : found);
		throw new IllegalArgumentException(found.isEmpty()
				? this + " is not the method of a worker of this application" + EXPECTED + "; its workers are " + names
				: this + " is the method of several workers: " + names + "; give the name of one");
	}

	private boolean isOf(BeanMethod method) {
		Method candidate = method.method();
		return candidate.getName().equals(this.name)
				&& Arrays.asList(candidate.getParameterTypes()).equals(this.parameters)
				&& (this.type.isAssignableFrom(method.type())
						|| candidate.getDeclaringClass().isAssignableFrom(this.type));
	}

	@Override
	public String toString() {
		return this.type.getName() + "::" + this.name;
	}

}
