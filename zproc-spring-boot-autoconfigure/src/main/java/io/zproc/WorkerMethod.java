package io.zproc;

import java.io.Serializable;

/**
 * A reference to a method annotated {@link ZProcWorker}: an unbound one, such as
 * {@code Jobs::bake}, whose first parameter is the bean. Lambdas and references to a
 * method of one object are refused when they are used. It is never called, and never
 * serialised: it is {@link Serializable} only because such a reference can tell its name.
 * <p>
 * The nested interfaces are for methods of zero to four parameters, injected ones
 * included, that return something or nothing. Methods with more are named by their
 * worker's name.
 *
 * @since 0.1.0
 */
public sealed interface WorkerMethod extends Serializable {

	/**
	 * A method with no parameters that returns something.
	 *
	 * @param <B> the type of the bean
	 * @param <R> the type of its result
	 */
	@FunctionalInterface
	non-sealed interface Function0<B, R> extends WorkerMethod {

		/**
		 * Stands for the method; never called.
		 * @param bean the bean
		 * @return its result
		 * @throws Exception what the method throws
		 */
		R call(B bean) throws Exception;

	}

	/**
	 * A method with no parameters that returns nothing.
	 *
	 * @param <B> the type of the bean
	 */
	@FunctionalInterface
	non-sealed interface Action0<B> extends WorkerMethod {

		/**
		 * Stands for the method; never called.
		 * @param bean the bean
		 * @throws Exception what the method throws
		 */
		void call(B bean) throws Exception;

	}

	/**
	 * A method with one parameter that returns something.
	 *
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <R> the type of its result
	 */
	@FunctionalInterface
	non-sealed interface Function1<B, P1, R> extends WorkerMethod {

		/**
		 * Stands for the method; never called.
		 * @param bean the bean
		 * @param argument1 its parameter 1
		 * @return its result
		 * @throws Exception what the method throws
		 */
		R call(B bean, P1 argument1) throws Exception;

	}

	/**
	 * A method with one parameter that returns nothing.
	 *
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 */
	@FunctionalInterface
	non-sealed interface Action1<B, P1> extends WorkerMethod {

		/**
		 * Stands for the method; never called.
		 * @param bean the bean
		 * @param argument1 its parameter 1
		 * @throws Exception what the method throws
		 */
		void call(B bean, P1 argument1) throws Exception;

	}

	/**
	 * A method with 2 parameters that returns something.
	 *
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <R> the type of its result
	 */
	@FunctionalInterface
	non-sealed interface Function2<B, P1, P2, R> extends WorkerMethod {

		/**
		 * Stands for the method; never called.
		 * @param bean the bean
		 * @param argument1 its parameter 1
		 * @param argument2 its parameter 2
		 * @return its result
		 * @throws Exception what the method throws
		 */
		R call(B bean, P1 argument1, P2 argument2) throws Exception;

	}

	/**
	 * A method with 2 parameters that returns nothing.
	 *
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 */
	@FunctionalInterface
	non-sealed interface Action2<B, P1, P2> extends WorkerMethod {

		/**
		 * Stands for the method; never called.
		 * @param bean the bean
		 * @param argument1 its parameter 1
		 * @param argument2 its parameter 2
		 * @throws Exception what the method throws
		 */
		void call(B bean, P1 argument1, P2 argument2) throws Exception;

	}

	/**
	 * A method with 3 parameters that returns something.
	 *
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param <R> the type of its result
	 */
	@FunctionalInterface
	non-sealed interface Function3<B, P1, P2, P3, R> extends WorkerMethod {

		/**
		 * Stands for the method; never called.
		 * @param bean the bean
		 * @param argument1 its parameter 1
		 * @param argument2 its parameter 2
		 * @param argument3 its parameter 3
		 * @return its result
		 * @throws Exception what the method throws
		 */
		R call(B bean, P1 argument1, P2 argument2, P3 argument3) throws Exception;

	}

	/**
	 * A method with 3 parameters that returns nothing.
	 *
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 */
	@FunctionalInterface
	non-sealed interface Action3<B, P1, P2, P3> extends WorkerMethod {

		/**
		 * Stands for the method; never called.
		 * @param bean the bean
		 * @param argument1 its parameter 1
		 * @param argument2 its parameter 2
		 * @param argument3 its parameter 3
		 * @throws Exception what the method throws
		 */
		void call(B bean, P1 argument1, P2 argument2, P3 argument3) throws Exception;

	}

	/**
	 * A method with 4 parameters that returns something.
	 *
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param <P4> the type of its parameter 4
	 * @param <R> the type of its result
	 */
	@FunctionalInterface
	non-sealed interface Function4<B, P1, P2, P3, P4, R> extends WorkerMethod {

		/**
		 * Stands for the method; never called.
		 * @param bean the bean
		 * @param argument1 its parameter 1
		 * @param argument2 its parameter 2
		 * @param argument3 its parameter 3
		 * @param argument4 its parameter 4
		 * @return its result
		 * @throws Exception what the method throws
		 */
		R call(B bean, P1 argument1, P2 argument2, P3 argument3, P4 argument4) throws Exception;

	}

	/**
	 * A method with 4 parameters that returns nothing.
	 *
	 * @param <B> the type of the bean
	 * @param <P1> the type of its parameter 1
	 * @param <P2> the type of its parameter 2
	 * @param <P3> the type of its parameter 3
	 * @param <P4> the type of its parameter 4
	 */
	@FunctionalInterface
	non-sealed interface Action4<B, P1, P2, P3, P4> extends WorkerMethod {

		/**
		 * Stands for the method; never called.
		 * @param bean the bean
		 * @param argument1 its parameter 1
		 * @param argument2 its parameter 2
		 * @param argument3 its parameter 3
		 * @param argument4 its parameter 4
		 * @throws Exception what the method throws
		 */
		void call(B bean, P1 argument1, P2 argument2, P3 argument3, P4 argument4) throws Exception;

	}

}
