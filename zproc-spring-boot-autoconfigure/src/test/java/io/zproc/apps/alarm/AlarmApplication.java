package io.zproc.apps.alarm;

import java.io.IOException;

import io.zproc.ServerLostEvent;
import io.zproc.WorkerFailedEvent;
import io.zproc.WorkerRetryEvent;
import io.zproc.ZProcWorker;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The example of {@code docs/events.md}, and a worker to be alarmed at.
 */
@SpringBootApplication
public class AlarmApplication {

	// example
	@Component
	static class Alarm {

		private final Pager pager;

		Alarm(Pager pager) {
			this.pager = pager;
		}

		@EventListener
		void failed(WorkerFailedEvent event) {
			if (event.restartIn() == null) {
				this.pager
					.page("%s-%d is down for good: %s".formatted(event.worker(), event.instance(), event.failure()));
			}
		}

		@EventListener(condition = "#event.retry > 2")
		void retries(WorkerRetryEvent event) {
			this.pager.page("%s fails again and again: %s".formatted(event.worker(), event.failure()));
		}

		@EventListener
		void lost(ServerLostEvent event) {
			this.pager.page(event.reason());
		}

	}
	// end

	/**
	 * Calls a person.
	 */
	public interface Pager {

		/**
		 * Calls.
		 * @param message what for
		 */
		void page(String message);

	}

	@Component
	static class Mailer {

		@ZProcWorker(retryFor = IOException.class, maxRetries = 3, delay = "1ms")
		void mailer() throws IOException {
			throw new IOException("The mail server is away");
		}

	}

}
