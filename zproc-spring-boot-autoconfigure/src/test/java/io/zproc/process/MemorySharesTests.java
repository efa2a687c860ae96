package io.zproc.process;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.zproc.ZProcWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shares of the memory, and their sum.
 */
class MemorySharesTests {

	private static final long MB = 1 << 20;

	@Test
	void exampleOfTheDocumentIsRight() {
		MemoryShares shares = new MemoryShares(2048 * MB, 512 * MB, 0.2, 2, null, null);
		assertThat(shares.heapOfServer()).isEqualTo("192m");
		assertThat(shares.heapOfWorkers(workers(2, ""))).isEqualTo("192m");
	}

	@ParameterizedTest
	@CsvSource({ "1024, 256, 1, 0", "1500, 375, 2, 0", "2048, 512, 2, 2", "4096, 1024, 8, 2", "16384, 4096, 3, 10",
			"262144, 30720, 100, 2", "3000, 1500, 1, 1" })
	void sumOfAllIsNeverMoreThanThereIs(long totalMb, long ownMb, int instances, int spawned) {
		MemoryShares shares = new MemoryShares(totalMb * MB, ownMb * MB, 0.2, spawned, null, null);
		String heap = shares.heapOfWorkers(workers(instances, ""));
		assertThat(shares.excess(Stream.generate(() -> heap).limit(instances + spawned).toList())).isNull();
		assertThat(MemoryShares.bytes(heap)).isBetween(MemoryShares.MIN_WORKER_BYTES, MemoryShares.MAX_BYTES);
	}

	@Test
	void whatIsSetWinsAndComesOffTheShareOfTheOthers() {
		MemoryShares shares = new MemoryShares(4096 * MB, 512 * MB, 0.2, 2, "1g", null);
		assertThat(shares.heapOfServer()).isEqualTo("1g");
		MemoryShares without = new MemoryShares(4096 * MB, 512 * MB, 0.2, 2, "64m", null);
		assertThat(MemoryShares.bytes(shares.heapOfWorkers(workers(2, ""))))
			.isLessThan(MemoryShares.bytes(without.heapOfWorkers(workers(2, ""))));
		assertThat(new MemoryShares(4096 * MB, 512 * MB, 0.2, 2, null, "99m").heapOfWorkers(workers(2, "")))
			.isEqualTo("99m");
		WorkerHeaps heaps = WorkerHeaps.of(without, () -> workers(2, "1g"));
		assertThat(heaps.of(workers(2, "1g").get(0))).isEqualTo("1g");
		// 4096 - 512 - 64 - 2 * 1024, and 96 for each, in two parts.
		assertThat(heaps.byDefault()).isEqualTo("448m");
	}

	@Test
	void excessNamesTheSumTheLimitAndWhatToDo() {
		MemoryShares shares = new MemoryShares(2048 * MB, 512 * MB, 0.2, 2, null, null);
		assertThat(shares.excess(List.of("512m"))).isNull();
		assertThat(shares.excess(List.of("512m", "1g"))).startsWith(
				"The processes of this application may take 2624 MB together, and there are 2048 MB: this one 608 MB,"
						+ " the state server 288 MB, 2 worker(s) 1728 MB.")
			.contains("lower -Xmx, zproc.server.max-heap or zproc.worker.max-heap");
	}

	@Test
	void tooLittleForAllIsSaid() {
		MemoryShares shares = new MemoryShares(400 * MB, 128 * MB, 0.2, 2, null, null);
		assertThat(shares.heapOfServer()).isEqualTo("32m");
		String heap = shares.heapOfWorkers(workers(1, ""));
		assertThat(heap).isEqualTo("64m");
		assertThat(shares.excess(List.of(heap))).contains("there are 400 MB");
	}

	@ParameterizedTest
	@CsvSource({ "1024, 1024", "1k, 1024", "3M, 3145728", "2g, 2147483648" })
	void readsSizesAsJvmsDo(String size, long bytes) {
		assertThat(MemoryShares.bytes(size)).isEqualTo(bytes);
	}

	@Test
	void machineHasMemory() {
		assertThat(MemoryShares.ofMachine()).isGreaterThan(64 * MB);
	}

	private static List<WorkerDefinition> workers(int instances, String heap) {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerBeanDefinition("working", new RootBeanDefinition(Working.class));
		WorkerSettings.Single own = new WorkerSettings.Single(instances, true, null, heap.isEmpty() ? null : heap, null,
				RetryOptions.NOTHING, RestartOptions.NOTHING, LifeOptions.NOTHING, null);
		return List.copyOf(
				WorkerDefinition
					.find(beans,
							new WorkerSettings("default", List.of(), LifeOptions.NOTHING, RetryOptions.NOTHING,
									RestartOptions.NOTHING, Map.of(), Map.of("work", own)),
							(type) -> true)
					.values());
	}

	static class Working {

		@ZProcWorker
		void work() {
		}

	}

}
