package io.zproc.worker.shop;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
public class ShopWorker implements Runnable {

	private final ItemRepository items;

	private final ApplicationEventPublisher events;

	private final ShopConfiguration.Pump pump;

	private final ShopConfiguration.Prices prices;

	private final ApplicationArguments arguments;

	private final String profileValue;

	ShopWorker(ItemRepository items, ApplicationEventPublisher events, ShopConfiguration.UsesPump usesPump,
			ShopConfiguration.Prices prices, ApplicationArguments arguments,
			@Value("${shop.value:none}") String profileValue) {
		this.items = items;
		this.events = events;
		this.pump = usesPump.pump();
		this.prices = prices;
		this.arguments = arguments;
		this.profileValue = profileValue;
	}

	@PostConstruct
	void init() {
		Facts.add("worker made");
	}

	@Override
	@Transactional
	public void run() {
		Facts.add("items " + this.items.count());
		this.items.save(new Item(2));
		Facts.add("pump " + this.pump.isRunning());
		Facts.add("price " + this.prices.of("bread") + this.prices.of("bread"));
		Facts.add("option " + this.arguments.getOptionValues("shop.option"));
		Facts.add("value " + this.profileValue);
		this.events.publishEvent(new Sold("bread"));
	}

	@PreDestroy
	void destroy() {
		Facts.add("worker destroyed");
	}

	record Sold(String what) {
	}

}
