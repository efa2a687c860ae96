package io.zproc;

import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files that name classes for Spring Boot: what they name must be there.
 */
class RegistrationTests {

	private static final Path META_INF = mainOutput().resolve("META-INF");

	@Test
	void loadsEachImportedClass() throws Exception {
		for (Path file : imports()) {
			String fileName = file.getFileName().toString();
			Class<?> annotation = load(fileName.substring(0, fileName.length() - ".imports".length()));
			assertThat(annotation).isAnnotation();
			for (String name : namesIn(file)) {
				Class<?> imported = load(name);
				if (annotation == AutoConfiguration.class) {
					assertThat(imported).hasAnnotation(AutoConfiguration.class);
				}
			}
		}
	}

	@Test
	void importsEachAutoConfiguration() throws Exception {
		List<String> imported = new ArrayList<>();
		for (Path file : imports()) {
			imported.addAll(namesIn(file));
		}
		assertThat(ArchitectureTests.MAIN.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)).isSubsetOf(imported);
	}

	@Test
	void loadsEachFactory() throws Exception {
		for (String file : List.of("spring.factories", "spring/aot.factories")) {
			Properties factories = read(META_INF.resolve(file));
			for (String type : factories.stringPropertyNames()) {
				for (String name : StringUtils.commaDelimitedListToSet(factories.getProperty(type))) {
					assertThat(load(type.trim())).isAssignableFrom(load(name.trim()));
				}
			}
		}
	}

	private static Class<?> load(String name) throws ClassNotFoundException {
		return Class.forName(name, false, RegistrationTests.class.getClassLoader());
	}

	private static List<Path> imports() throws IOException {
		Path folder = META_INF.resolve("spring");
		if (!Files.isDirectory(folder)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(".imports")).toList();
		}
	}

	private static List<String> namesIn(Path imports) throws IOException {
		return Files.readAllLines(imports)
			.stream()
			.map((line) -> line.replaceFirst("#.*", "").trim())
			.filter((line) -> !line.isEmpty())
			.toList();
	}

	private static Properties read(Path file) throws IOException {
		Properties properties = new Properties();
		if (Files.exists(file)) {
			try (Reader reader = Files.newBufferedReader(file)) {
				properties.load(reader);
			}
		}
		return properties;
	}

	private static Path mainOutput() {
		try {
			return Path.of(SharedState.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
