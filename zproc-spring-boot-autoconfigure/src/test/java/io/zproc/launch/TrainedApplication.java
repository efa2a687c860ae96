package io.zproc.launch;

import io.zproc.SharedState;
import jakarta.annotation.PostConstruct;

import org.springframework.boot.SpringApplication;

/**
 * Uses the state while it is started.
 */
class TrainedApplication extends LaunchedApplication {

	private final SharedState state;

	TrainedApplication(SharedState state) {
		this.state = state;
	}

	/**
	 * Runs the application.
	 * @param args its arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(TrainedApplication.class, args);
	}

	@PostConstruct
	void count() {
		System.out.println("trained " + this.state.increment("trained", 1) + " children "
				+ ProcessHandle.current().descendants().count());
	}

}
