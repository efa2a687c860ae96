package io.zproc.worker;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Takes the context out of the user's run as soon as it is loaded; the last listener, so
 * that all others have done their part.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class ChildRunListener implements SpringApplicationRunListener {

	private final SpringApplication application;

	ChildRunListener(SpringApplication application) {
		this.application = application;
	}

	@Override
	public void contextLoaded(ConfigurableApplicationContext context) {
		if (ChildMark.isSet()) {
			ChildRun.loaded(this.application, context);
		}
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		if (ChildMark.isSet()) {
			ChildRun.failed(this.application, exception);
		}
	}

}
