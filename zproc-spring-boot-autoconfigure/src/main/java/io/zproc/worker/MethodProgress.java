package io.zproc.worker;

/**
 * What a method has said of its progress in its present call. Any thread may use it.
 */
final class MethodProgress {

	private long count;

	private boolean isCalled;

	private boolean isTold;

	/**
	 * A call begins, which has not said anything.
	 */
	synchronized void begin() {
		this.isCalled = true;
		this.isTold = false;
	}

	/**
	 * The call is over: what a thread that it has left behind says does not count.
	 */
	synchronized void end() {
		this.isCalled = false;
		this.isTold = false;
	}

	synchronized void tell() {
		if (this.isCalled) {
			this.count++;
			this.isTold = true;
		}
	}

	/**
	 * How often it was said, in all calls.
	 * @return a number that grows, 0 when the present call has said nothing
	 */
	synchronized long count() {
		return this.isTold ? this.count : 0;
	}

}
