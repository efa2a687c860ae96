package io.zproc;

import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packages and who may use whom, as in the table of the design.
 */
class ArchitectureTests {

	static final JavaClasses MAIN = importLocationOf(SharedState.class);

	private static final JavaClasses TESTS = importLocationOf(ArchitectureTests.class);

	/** Each may use only those before it. */
	private static final List<String> ORDER = List.of("io.zproc", "io.zproc.protocol..", "io.zproc.server..",
			"io.zproc.client..", "io.zproc.process..", "io.zproc.worker..", "io.zproc.watch..", "io.zproc.actuate..",
			"io.zproc.autoconfigure..");

	@ParameterizedTest
	@MethodSource("order")
	void usesOnlyPackagesBefore(String name) {
		String[] later = ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size()).toArray(String[]::new);
		check(noClasses().that().resideInAPackage(name).should().dependOnClassesThat().resideInAnyPackage(later));
	}

	static Stream<String> order() {
		return ORDER.stream().limit(ORDER.size() - 1);
	}

	@Test
	void hasNoOtherPackages() {
		check(classes().should().resideInAnyPackage(ORDER.toArray(String[]::new)));
	}

	@Test
	void hasNoCycles() {
		check(SlicesRuleDefinition.slices().matching("(**)").should().beFreeOfCycles());
	}

	@Test
	void usesNoSpringBelowProcess() {
		check(noClasses().that()
			.resideInAnyPackage("io.zproc.protocol..", "io.zproc.server..", "io.zproc.client..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.."));
	}

	@Test
	void usesOnlyAnnotationsOfSpringInApi() {
		check(noClasses().that()
			.resideInAPackage("io.zproc")
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.springframework..")
				.and(JavaClass.Predicates.resideOutsideOfPackage("org.springframework.core.annotation"))));
	}

	@Test
	void usesZeroMqInServerAndClientOnly() {
		check(noClasses().that()
			.resideOutsideOfPackages("io.zproc.server..", "io.zproc.client..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.zeromq..", "zmq.."));
	}

	@Test
	void usesNoJacksonInServer() {
		check(noClasses().that()
			.resideInAPackage("io.zproc.server..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.fasterxml..", "tools.jackson.."));
	}

	@Test
	void neverReadsOrWritesSerializedObjects() {
		check(noClasses().should()
			.dependOnClassesThat()
			.belongToAnyOf(ObjectInput.class, ObjectInputStream.class, ObjectInputFilter.class, ObjectOutput.class,
					ObjectOutputStream.class, Externalizable.class));
		check(noClasses().should()
			.dependOnClassesThat()
			.haveFullyQualifiedName("org.springframework.util.SerializationUtils")
			.orShould()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.core.serializer..", "java.rmi..", "java.beans.."));
		check(noMethods().should().haveName("readObject").orShould().haveName("readResolve"));
	}

	@Test
	void hasPublicFinalAutoConfigurations() {
		check(classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL));
	}

	@Test
	void marksEachPackageForNullness() throws ClassNotFoundException {
		for (String name : packagesOf(MAIN)) {
			Class<?> packageInfo = Class.forName(name + ".package-info");
			assertThat(packageInfo).hasAnnotation(NullMarked.class);
		}
	}

	@Test
	void writesToStandardStreamsInChildProcessesOnly() {
		check(noClasses().that()
			.resideOutsideOfPackages("io.zproc.server..", "io.zproc.worker..")
			.should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
	}

	@Test
	void neverSleeps() {
		ArchRule rule = noClasses().should()
			.accessTargetWhere(DescribedPredicate.describe("it sleeps", ArchitectureTests::sleeps))
			.allowEmptyShould(true);
		rule.check(MAIN);
		rule.check(TESTS);
	}

	private static boolean sleeps(JavaAccess<?> access) {
		return access.getTarget().getName().equals("sleep")
				&& access.getTargetOwner().getPackageName().startsWith("java.");
	}

	private static Set<String> packagesOf(JavaClasses... imported) {
		return Stream.of(imported)
			.flatMap(JavaClasses::stream)
			.map(JavaClass::getPackageName)
			.collect(Collectors.toSet());
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(MAIN);
	}

	private static JavaClasses importLocationOf(Class<?> type) {
		return new ClassFileImporter().importUrl(type.getProtectionDomain().getCodeSource().getLocation());
	}

}
