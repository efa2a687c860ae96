package io.zproc.worker.shop;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.zproc.worker.shop.ShopWorker.Sold;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

@Configuration
@EnableScheduling
@EnableCaching
class ShopConfiguration {

	@Bean
	CommandLineRunner runner() {
		return (args) -> Facts.add("runner");
	}

	@Bean
	CacheManager cacheManager() {
		return new ConcurrentMapCacheManager();
	}

	@Bean
	Pump usedPump() {
		return new Pump("used");
	}

	@Bean
	Pump unusedPump() {
		return new Pump("unused");
	}

	@Bean
	UsesPump usesPump(Pump usedPump) {
		return new UsesPump(usedPump);
	}

	@Component
	static class StartListeners {

		static final CountDownLatch TICKED = new CountDownLatch(1);

		@EventListener
		void refreshed(ContextRefreshedEvent event) {
			Facts.add("refreshed");
		}

		@EventListener
		void started(ApplicationStartedEvent event) {
			Facts.add("started");
		}

		@EventListener
		void ready(ApplicationReadyEvent event) {
			Facts.add("ready");
			Facts.add("context " + event.getApplicationContext().getClass().getSimpleName());
		}

		@Scheduled(fixedDelay = 50)
		void tick() {
			Facts.add("scheduled");
			TICKED.countDown();
		}

	}

	@Component
	static class DomainListeners {

		@EventListener
		void sold(Sold sold) {
			Facts.add("sold " + sold.what());
		}

		@TransactionalEventListener
		void committed(Sold sold) {
			Facts.add("committed " + sold.what());
		}

		@EventListener
		void closed(ContextClosedEvent event) {
			Facts.add("closed");
		}

	}

	@Component
	@Lazy(false)
	static class SlowBean {

		SlowBean(ApplicationContext context) {
			Facts.add("slow bean");
		}

		@EventListener
		void closed(ContextClosedEvent event) {
			Facts.add("slow bean closed");
		}

	}

	@Component
	static class Prices {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("prices")
		public int of(String what) {
			return this.calls.incrementAndGet();
		}

	}

	record UsesPump(Pump pump) {
	}

	static final class Pump implements SmartLifecycle {

		private final String name;

		private volatile boolean running;

		Pump(String name) {
			this.name = name;
			Facts.add(name + " pump made");
		}

		@Override
		public void start() {
			this.running = true;
			Facts.add(this.name + " pump started");
		}

		@Override
		public void stop() {
			this.running = false;
			Facts.add(this.name + " pump stopped");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
