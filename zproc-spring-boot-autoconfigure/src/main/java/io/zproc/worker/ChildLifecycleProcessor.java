package io.zproc.worker;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.Lifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * Starts nothing when the context is refreshed, and later only what the worker depends
 * on. It never makes a bean in order to start or stop it.
 */
final class ChildLifecycleProcessor extends DefaultLifecycleProcessor {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Runnable afterRefresh;

	/**
	 * The beans to start, {@code null} when all that exist are meant: a bean that the
	 * worker started itself is stopped at the end, too.
	 */
	private volatile @Nullable Set<String> candidates;

	ChildLifecycleProcessor(ConfigurableListableBeanFactory beanFactory, Runnable afterRefresh) {
		this.beanFactory = beanFactory;
		this.afterRefresh = afterRefresh;
		setBeanFactory(beanFactory);
	}

	@Override
	public void onRefresh() {
		// The superclass finds nothing to start, but has to know that it is running.
		startOnly(Set.of(), super::onRefresh);
		this.afterRefresh.run();
	}

	void start(Collection<String> beanNames, List<String> namedBeans) {
		startOnly(dependenciesOf(beanNames), super::onRefresh);
		if (!namedBeans.isEmpty()) {
			namedBeans.forEach(this.beanFactory::getBean);
			// Named ones are started even if they are not of those that start by
			// themselves.
			Set<String> names = dependenciesOf(namedBeans);
			names.addAll(namedBeans);
			startOnly(names, super::start);
		}
	}

	private void startOnly(Set<String> names, Runnable start) {
		this.candidates = names;
		try {
			start.run();
		}
		finally {
			this.candidates = null;
		}
	}

	private Set<String> dependenciesOf(Collection<String> beanNames) {
		Set<String> found = new LinkedHashSet<>();
		Deque<String> open = new ArrayDeque<>(beanNames);
		while (!open.isEmpty()) {
			for (String dependency : this.beanFactory.getDependenciesForBean(open.remove())) {
				if (found.add(dependency)) {
					open.add(dependency);
				}
			}
		}
		beanNames.forEach(found::remove);
		return found;
	}

	@Override
	protected Map<String, Lifecycle> getLifecycleBeans() {
		Set<String> names = this.candidates;
		Map<String, Lifecycle> beans = new LinkedHashMap<>();
		for (String name : (names != null) ? names : List.of(this.beanFactory.getSingletonNames())) {
			// Not getBean, which would make it, or hand out what a factory bean makes.
			Object bean = this.beanFactory.getSingleton(name);
			if (bean instanceof Lifecycle lifecycle && bean != this) {
				beans.put(name, lifecycle);
			}
		}
		return beans;
	}

}
