package io.zproc.apps.report;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.zproc.SharedState;
import io.zproc.WorkerContext;
import io.zproc.ZProcWorker;
import io.zproc.apps.Console;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Tells what reached its process, and throws when it is told to.
 */
@Component
class Reporter {

	static final int CHANGES = 40;

	private final SharedState injected;

	Reporter(SharedState state) {
		this.injected = state;
	}

	@ZProcWorker(name = "reporter", namespace = "reports", maxHeap = "512m", jvmArgs = "-Dreport.annotated=yes")
	void report(SharedState state, WorkerContext context, @Autowired Environment environment,
			@Autowired ApplicationArguments arguments, @Qualifier("shift") String shift,
			@Value("${report.option}") int option) {
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("namespaces", this.injected.namespace() + "," + state.namespace());
		report.put("context", context.name() + "," + context.instance() + "," + context.attempt());
		report.put("profile", String.join(",", environment.getActiveProfiles()));
		report.put("shift", shift);
		report.put("option", option);
		report.put("argument", arguments.getNonOptionArgs());
		report.put("property", System.getProperty("report.property", ""));
		report.put("variable", String.valueOf(System.getenv("REPORT_VARIABLE")));
		report.put("heap", Runtime.getRuntime().maxMemory() >> 20);
		report.put("flag",
				ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
					.getVMOption("MaxMetaspaceFreeRatio")
					.getValue());
		report.put("annotated", System.getProperty("report.annotated", "no"));
		report.put("given", System.getProperty("report.given", "no"));
		Console.fact("pid " + ProcessHandle.current().pid() + " reports " + report);
		state.namespace("default").watch("go").whenTruthy("go").await();
		for (int i = 0; i < CHANGES; i++) {
			state.increment("changes", 1);
		}
	}

	@ZProcWorker
	void thrower() {
		throw new IllegalStateException("the oven is broken");
	}

}
