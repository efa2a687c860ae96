package io.zproc.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.zproc.loads.BareClient;
import io.zproc.protocol.ServerAddress;
import io.zproc.testing.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Actors of one role, in as many JVMs as are asked for.
 */
final class Actors implements AutoCloseable {

	private final List<ForkedJvm> jvms = new ArrayList<>();

	Actors(ServerAddress server, Role role, int count, int jvms, int all) {
		int each = count / jvms;
		for (int jvm = 0; jvm < jvms; jvm++) {
			int size = (jvm < jvms - 1) ? each : count - each * jvm;
			this.jvms.add(BareClient.jvm(ActorMain.class, server, role, each * jvm, size, all));
		}
	}

	/**
	 * Waits until all have played their part, and none has failed.
	 */
	void awaitDone() {
		for (ForkedJvm jvm : this.jvms) {
			jvm.awaitLine("done", BareClient.BOUND);
			assertThat(jvm.output()).noneMatch((line) -> line.contains("failed"));
		}
	}

	/**
	 * What they have said, without its beginning.
	 */
	List<String> said(String beginning) {
		Pattern wanted = Pattern.compile(Pattern.quote(beginning) + ".*");
		return this.jvms.stream()
			.flatMap((jvm) -> jvm.output().stream())
			.filter((line) -> wanted.matcher(line).matches())
			.map((line) -> line.substring(beginning.length()))
			.toList();
	}

	@Override
	public void close() {
		this.jvms.forEach(ForkedJvm::close);
	}

}
