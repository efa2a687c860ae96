package io.zproc.process;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file with arguments of the {@code java} command, for those that a command line has no
 * room for. It holds no secret, only this user can read it, and the child deletes it
 * before it does anything else; its parent does when the child is dead.
 *
 * @since 0.1.0
 */
public final class ArgumentFile {

	/**
	 * The system property that tells the child which file to delete.
	 */
	private static final String PROPERTY = "zproc.child-arguments";

	private static final FileAttribute<Set<PosixFilePermission>> PRIVATE = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	private ArgumentFile() {
	}

	/**
	 * Writes the arguments.
	 * @param arguments the arguments
	 * @return the file
	 */
	static Path write(List<String> arguments) {
		try {
			boolean isPosix = Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
			// On other systems the temporary folder is the user's own.
			Path file = Files.createTempFile("zproc-", ".args",
					isPosix ? new FileAttribute<?>[] { PRIVATE } : new FileAttribute<?>[0]);
			String text = arguments.stream().map(ArgumentFile::quote).collect(Collectors.joining("\n"));
			Files.writeString(file, text + "\n" + quote("-D" + PROPERTY + "=" + file) + "\n", launcherCharset());
			return file;
		}
		catch (IOException ex) {
			throw new LaunchException("The arguments of a child process could not be written to a file: " + ex,
					"Make " + System.getProperty("java.io.tmpdir") + " writable, or set another java.io.tmpdir.", ex);
		}
	}

	/**
	 * The encoding in which the {@code java} command and the system exchange text.
	 * @return the encoding
	 */
	static Charset launcherCharset() {
		return Charset.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));
	}

	private static String quote(String argument) {
		return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
				+ '"';
	}

	/**
	 * Deletes the file that this JVM was started with, if it was. Uses nothing but the
	 * JDK, and never throws.
	 */
	public static void deleteOwn() {
		String file = System.getProperty(PROPERTY);
		if (file != null) {
			Path.of(file).toFile().delete();
		}
	}

	static void delete(Path file) {
		// The child has done it already when all went well.
		file.toFile().delete();
	}

}
