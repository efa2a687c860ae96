package io.zproc.worker;

import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForkRefusedFailureAnalyzer}.
 */
class ForkRefusedFailureAnalyzerTests {

	@Test
	void saysWhichThreadAndWhatToDo() {
		FailureAnalysis analysis = new ForkRefusedFailureAnalyzer()
			.analyze(new IllegalStateException(new ForkRefusedException("starter")));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("thread 'starter'");
		assertThat(analysis.getAction()).contains("zproc.child-jvm");
	}

}
