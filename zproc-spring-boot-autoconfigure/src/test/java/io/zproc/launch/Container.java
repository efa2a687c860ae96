package io.zproc.launch;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads an application as a servlet container does: with a class loader of its own.
 */
final class Container {

	private Container() {
	}

	/**
	 * Runs the application.
	 * @param args its class path and its main class
	 * @throws Exception when it fails
	 */
	public static void main(String[] args) throws Exception {
		List<URL> urls = new ArrayList<>();
		for (String entry : args[0].split(File.pathSeparator, -1)) {
			urls.add(Path.of(entry).toUri().toURL());
		}
		try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			Method main = loader.loadClass(args[1]).getDeclaredMethod("main", String[].class);
			main.setAccessible(true);
			main.invoke(null, (Object) new String[0]);
		}
	}

}
