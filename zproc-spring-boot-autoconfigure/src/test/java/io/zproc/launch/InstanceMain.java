package io.zproc.launch;

import org.springframework.boot.SpringApplication;

/**
 * A main as Java 25 allows it: an instance method, not public, without arguments, and
 * inherited.
 */
class InstanceMain extends InheritedMain {

}

abstract class InheritedMain {

	void main() {
		SpringApplication.run(LaunchedApplication.class);
	}

}
