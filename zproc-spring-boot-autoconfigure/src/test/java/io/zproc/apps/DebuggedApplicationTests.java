package io.zproc.apps;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.zproc.apps.ordered.OrderedApplication;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A debugger can be attached to a worker.
 */
@LeakChecked
@Timeout(540)
@ExtendWith(SharedArchive.class)
class DebuggedApplicationTests {

	private static final String HANDSHAKE = "JDWP-Handshake";

	@Test
	void workerWaitsForItsDebugger() throws IOException {
		try (RunningApplication application = RunningApplication
			.start(RunningApplication.of(OrderedApplication.class, "--zproc.workers.store.debug=true",
					"--zproc.workers.store.debug-suspend=true", "--zproc.workers.store.time-limit=1ms"))) {
			String line = application.awaitLine("Worker 'store-1' can be debugged: attach to 127.0.0.1:");
			assertThat(line).contains("INFO");
			resume(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
			application.awaitLine("The shop has 12 shelves");
			assertThat(application.lines("'shop-1' can be debugged")).isEmpty();
		}
	}

	/**
	 * Does what a debugger does to let a JVM run.
	 */
	private static void resume(int port) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			DataOutputStream out = new DataOutputStream(socket.getOutputStream());
			DataInputStream in = new DataInputStream(socket.getInputStream());
			out.write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(in.readNBytes(HANDSHAKE.length()), StandardCharsets.US_ASCII)).isEqualTo(HANDSHAKE);
			// Length, id, flags, command set VirtualMachine, command Resume.
			out.writeInt(11);
			out.writeInt(1);
			out.writeByte(0);
			out.writeByte(1);
			out.writeByte(9);
			awaitReply(in);
		}
	}

	/**
	 * The event of the JVM's start may come first.
	 */
	private static void awaitReply(DataInputStream in) throws IOException {
		while (true) {
			int length = in.readInt();
			int id = in.readInt();
			boolean isReply = (in.readByte() & 0x80) != 0;
			int error = in.readShort();
			in.skipNBytes(length - 11);
			if (isReply && id == 1) {
				assertThat(error).isZero();
				return;
			}
		}
	}

}
