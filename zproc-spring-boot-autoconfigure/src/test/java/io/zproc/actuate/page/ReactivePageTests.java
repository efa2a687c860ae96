package io.zproc.actuate.page;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.zproc.SharedState;
import io.zproc.autoconfigure.ZProcAutoConfiguration;
import io.zproc.autoconfigure.ZProcEndpointAutoConfiguration;
import io.zproc.testing.LeakChecked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The threads on which Spring WebFlux has the page's frames made.
 */
@LeakChecked
@Timeout(180)
class ReactivePageTests {

	private static final Duration BOUND = Duration.ofSeconds(60);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ZProcAutoConfiguration.class, ZProcEndpointAutoConfiguration.class))
		.withPropertyValues("zproc.mode=in-process", "management.endpoints.web.exposure.include=zproc",
				"management.endpoint.zproc.show-values=always");

	private final MockServerWebExchange exchange = MockServerWebExchange
		.from(MockServerHttpRequest.get("/actuator/zproc/page/events"));

	private final List<String> sent = new CopyOnWriteArrayList<>();

	private void take(DataBuffer frame) {
		this.sent.add(frame.toString(StandardCharsets.UTF_8));
	}

	private MockServerHttpResponse response() {
		return this.exchange.getResponse();
	}

	private void awaitSent(String text) {
		await().atMost(BOUND).untilAsserted(() -> assertThat(String.join("", this.sent)).contains(text));
	}

	private static void awaitNoThread() {
		await().atMost(BOUND)
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("zproc-page-")));
	}

	/** Reactor refuses that on its own threads but those for it. */
	@Test
	void sanitizingFunctionMayBlock() {
		SanitizingFunction blocking = (data) -> data
			.withValue(Mono.fromFuture(CompletableFuture.completedFuture("asked for")).block(BOUND));
		this.runner.withBean(SanitizingFunction.class, () -> blocking).run((context) -> {
			SharedState state = context.getBean(SharedState.class);
			response().setWriteHandler((frames) -> frames.doOnNext(this::take).then());
			Disposable page = new ReactivePage(context.getBean(PageStreams.class)).handle(this.exchange).subscribe();
			try {
				awaitSent("event:begin");
				state.put("a", "secret value");
				awaitSent("event:changes");
				assertThat(String.join("", this.sent)).contains("asked for").doesNotContain("secret value");
			}
			finally {
				page.dispose();
			}
			awaitNoThread();
		});
	}

	@Test
	void connectionThatIsKeptAndNeverReadHoldsNoThreadWhenItsStreamHasEnded() {
		this.runner.run((context) -> {
			PageStreams streams = context.getBean(PageStreams.class);
			// What was written last never leaves.
			response().setWriteHandler((frames) -> frames.doOnNext(this::take).then(Mono.never()));
			Disposable page = new ReactivePage(streams).handle(this.exchange).subscribe();
			try {
				awaitSent("event:begin");
				streams.onApplicationEvent(new ContextClosedEvent(context.getSourceApplicationContext()));
				awaitNoThread();
				assertThat(page.isDisposed()).as("the connection has ended").isFalse();
			}
			finally {
				page.dispose();
			}
		});
	}

}
