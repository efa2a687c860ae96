package io.zproc.testing;

import java.io.File;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Names the jars before the class folders in the class path that forked JVMs are given:
 * an archive of shared classes fits a class path that begins as the archive's, which has
 * jars only. Neither has anything that the other has, too.
 */
public final class LibrariesFirst implements LauncherSessionListener {

	private static final String CLASS_PATH = "java.class.path";

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		System.setProperty(CLASS_PATH,
				Arrays.stream(System.getProperty(CLASS_PATH).split(File.pathSeparator))
					.sorted(Comparator.comparing((entry) -> !entry.endsWith(".jar")))
					.collect(Collectors.joining(File.pathSeparator)));
	}

}
