package io.zproc.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Refuses, in a marked JVM, a Spring application that is run outside {@link ChildRun}: it
 * would start the user's runners and web server in each worker, or even fork for ever.
 * <p>
 * It is a run listener, since an application can drop its application listeners but not
 * these, and the first one: a listener of {@code ApplicationStartingEvent} would already
 * have switched the logging of the whole JVM off.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ForkGuard implements SpringApplicationRunListener {

	private final SpringApplication application;

	ForkGuard(SpringApplication application) {
		this.application = application;
	}

	@Override
	public void starting(ConfigurableBootstrapContext bootstrapContext) {
		if (ChildMark.isSet()) {
			ChildRun.enter(this.application);
		}
	}

}
