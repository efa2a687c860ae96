package io.zproc.apps;

import java.io.InputStream;

import io.zproc.apps.ending.EndingApplication;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestContextManager;

/**
 * A run of a test whose context stays in Spring's cache until its JVM ends.
 */
final class CachedContextMain {

	private CachedContextMain() {
	}

	public static void main(String[] args) throws Exception {
		// The application must not take the input for its console, and close it.
		InputStream input = System.in;
		System.setIn(InputStream.nullInputStream());
		TestContextManager manager = new TestContextManager(Cached.class);
		manager.beforeTestClass();
		manager.getTestContext().getApplicationContext();
		// Until the test has seen its processes.
		input.read();
		manager.afterTestClass();
	}

	@SpringBootTest(classes = EndingApplication.class, webEnvironment = WebEnvironment.NONE,
			properties = { "zproc.mode=processes", "zproc.worker.stop-grace=1s" })
	static class Cached {

	}

}
