package io.zproc.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the standard input of a child on a thread of its own: a child that does not
 * read, because it hangs before it comes to it, holds up nobody. The thread ends with the
 * child, whose end breaks the pipe, and not before: the end of the pipe would end the
 * child.
 */
final class ChildPipe {

	private static final Logger logger = LoggerFactory.getLogger(ChildPipe.class);

	interface Message {

		void writeTo(OutputStream pipe) throws IOException;

	}

	private static final Message END = (pipe) -> {
	};

	private final String label;

	private final OutputStream pipe;

	private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

	ChildPipe(String label, OutputStream pipe) {
		this.label = label;
		this.pipe = pipe;
		Thread thread = new Thread(this::write, "zproc-pipe-" + label);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Has a message written, after those before it. Does not block.
	 */
	void send(Message message) {
		this.messages.add(message);
	}

	void send(int signal) {
		send((stream) -> stream.write(signal));
	}

	/**
	 * Ends the pipe and the thread, after the messages before. To be called when the
	 * child is dead, or shall end.
	 */
	void close() {
		this.messages.add(END);
	}

	/**
	 * By itself, so that a message is not kept while the next one is waited for.
	 * @return whether that was the end
	 */
	private boolean writeNext(OutputStream stream) throws InterruptedException, IOException {
		Message message = this.messages.take();
		message.writeTo(stream);
		stream.flush();
		return message == END;
	}

	private void write() {
		try (OutputStream stream = this.pipe) {
			boolean isEnd = false;
			while (!isEnd) {
				isEnd = writeNext(stream);
			}
		}
		catch (IOException ex) {
			// Its end, with its output, is handled like any other.
			logger.debug("Process '{}' was gone when it was to be told something", this.label, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
