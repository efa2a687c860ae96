package io.zproc.launch;

import io.zproc.OnStateChange;
import io.zproc.SharedState;
import io.zproc.ZProcWorker;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * A worker that answers, and a watcher of the answers.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EchoApplication {

	@ZProcWorker
	@OnStateChange("ping")
	void echo(SharedState state) {
		state.put("pong", state.get("ping"));
	}

	@OnStateChange("pong")
	void hear(SharedState state) {
		state.increment("heard", 1);
	}

}
