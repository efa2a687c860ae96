package io.zproc.apps.jobs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.zproc.WorkerEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Remembers the events of workers.
 */
@Component
public class Heard {

	private final List<WorkerEvent> events = new CopyOnWriteArrayList<>();

	@EventListener
	void heard(WorkerEvent event) {
		this.events.add(event);
	}

	/**
	 * All events.
	 * @return the events, in the order in which they came
	 */
	public List<WorkerEvent> all() {
		return List.copyOf(this.events);
	}

	/**
	 * The events of one process.
	 * @param worker the worker
	 * @param instance its instance
	 * @return the events, in the order in which they came
	 */
	public List<WorkerEvent> of(String worker, int instance) {
		return this.events.stream()
			.filter((event) -> event.worker().equals(worker) && event.instance() == instance)
			.toList();
	}

}
