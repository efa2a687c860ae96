package io.zproc.apps.jobs;

import io.zproc.ZProcWorker;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * A worker of a bean that cannot be made in a process without flour.
 */
@Component
public class Cake {

	Cake(Flour flour) {
	}

	/**
	 * What it needs.
	 */
	@Component
	@ConditionalOnBooleanProperty(name = "jobs.flour", matchIfMissing = true)
	static class Flour {

	}

	@ZProcWorker(autoStart = false)
	public void bakeCake() {
	}

}
