package io.zproc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Makes the temporary folder that the build has given to this JVM of tests, so that JVMs
 * that test at the same time do not see each other's files.
 */
public final class TemporaryFolder implements LauncherSessionListener {

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		try {
			Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
