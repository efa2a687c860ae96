package io.zproc.worker;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

import io.zproc.ZProcException;
import io.zproc.worker.shop.Facts;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Does in a forked JVM what the main of a worker does: the main class or, after a
 * {@code =}, the sources; then the arguments.
 */
final class ChildTestMain {

	private ChildTestMain() {
	}

	public static void main(String[] args) {
		ChildMark.set("worker 'shop'");
		String name = args[0];
		List<String> arguments = Arrays.asList(args).subList(1, args.length);
		ChildApplication application = name.startsWith("=")
				? new ChildApplication(null, List.of(name.substring(1)), arguments)
				: new ChildApplication(name, List.of(), arguments);
		try {
			work(application);
			String url = System.getProperty("shop.url");
			if (url != null) {
				Facts.add("rows left " + count(url));
			}
			System.exit(0);
		}
		catch (ZProcException ex) {
			Facts.add("failed: " + ex.getMessage() + " <- " + ex.getCause());
			System.exit(3);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void work(ChildApplication application) {
		ConfigurableApplicationContext context = ChildContext.prepare(application,
				(loaded) -> Facts.add("before refresh " + loaded.isActive()));
		Facts.add("context " + context.getClass().getSimpleName());
		Runnable worker = context.getBean("shopWorker", Runnable.class);
		ChildContext.start(context, List.of("shopWorker"));
		worker.run();
		try {
			new SpringApplication(ChildTestMain.class).run();
		}
		catch (ZProcException ex) {
			Facts.add("second: " + ex.getMessage());
		}
		context.close();
	}

	static int count(String url) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url, "sa", "");
				ResultSet rows = connection.createStatement().executeQuery("select count(*) from item")) {
			rows.next();
			return rows.getInt(1);
		}
	}

	/**
	 * Makes a database with one row, as a parent has it.
	 */
	static final class Seed {

		private Seed() {
		}

		public static void main(String[] args) throws SQLException {
			try (Connection connection = DriverManager.getConnection(args[0], "sa", "")) {
				connection.createStatement().execute("create table item (id bigint primary key)");
				connection.createStatement().execute("insert into item values (1)");
			}
		}

	}

}
