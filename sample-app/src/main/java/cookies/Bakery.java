package cookies;

import io.zproc.OnStateChange;
import io.zproc.SharedState;
import io.zproc.StateChange;
import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Who bakes, who eats, and who looks on.
 */
@Component
public class Bakery {

	private static final Logger logger = LoggerFactory.getLogger(Bakery.class);

	private final SharedState state;

	private final CookieProperties properties;

	Bakery(SharedState state, CookieProperties properties) {
		this.state = state;
		this.properties = properties;
	}

	/**
	 * Bakes; runs in two processes.
	 * @param context which of them this is
	 * @throws InterruptedException when the application ends
	 */
	@ZProcWorker(name = "baker", instances = 2)
	public void bake(WorkerContext context) throws InterruptedException {
		for (int i = 1; i <= this.properties.count(); i++) {
			Thread.sleep(this.properties.delay().toMillis());
			this.state.atomically((plate) -> {
				plate.increment("cookies", 1);
				plate.increment("baked", 1);
			});
			logger.info("Baker {} baked cookie {}", context.instance(), i);
		}
	}

	/**
	 * Eats what is on the plate; runs in a process of its own.
	 */
	@ZProcWorker(name = "eater")
	@OnStateChange("cookies")
	public void eat() {
		long eaten = this.state.atomic((plate) -> {
			Long cookies = plate.get("cookies", Long.class);
			if (cookies == null || cookies == 0) {
				return 0L;
			}
			plate.increment("cookies", -cookies);
			plate.increment("eaten", cookies);
			return cookies;
		});
		if (eaten > 0) {
			logger.info("Ate {}", eaten);
		}
	}

	/**
	 * Looks on; runs in the application.
	 * @param change what happened to the plate
	 */
	@OnStateChange("cookies")
	public void plateWatcher(StateChange change) {
		logger.info("{} -> {} cookies on the plate, by {}", change.before().get("cookies"),
				change.after().get("cookies"), change.origin().worker());
	}

}
