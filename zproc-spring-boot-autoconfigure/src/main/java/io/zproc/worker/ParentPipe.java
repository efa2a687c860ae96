package io.zproc.worker;

import java.io.IOException;
import java.io.InputStream;

import io.zproc.process.WorkerBootstrap;

/**
 * Listens to the parent on the standard input. Its end means that the parent is gone,
 * however it went.
 */
final class ParentPipe implements Runnable {

	private final InputStream pipe;

	private final Runnable onStop;

	private final Runnable onTaken;

	private final Runnable onParentGone;

	ParentPipe(InputStream pipe, Runnable onStop, Runnable onTaken, Runnable onParentGone) {
		this.pipe = pipe;
		this.onStop = onStop;
		this.onTaken = onTaken;
		this.onParentGone = onParentGone;
	}

	void start() {
		Thread thread = new Thread(this, "zproc-parent");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void run() {
		try {
			for (int signal = this.pipe.read(); signal != -1; signal = this.pipe.read()) {
				if (signal == WorkerBootstrap.STOP) {
					this.onStop.run();
				}
				else if (signal == WorkerBootstrap.TAKEN) {
					this.onTaken.run();
				}
			}
		}
		catch (IOException ex) {
			System.err.println("The pipe from the parent broke, which is its end: " + ex);
		}
		this.onParentGone.run();
	}

}
