package io.zproc.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.zproc.protocol.Protocol;

/**
 * Which keys an atomic function will probably touch: those that it has touched in each of
 * its last two runs. Their values come with the turn, which saves a round trip for each
 * of them, and others wait less. A wrong guess costs some bytes.
 */
final class ExpectedKeys {

	/** More places in the code than an application has; a bound all the same. */
	private static final int MAX_SITES = 1000;

	/** A longer one costs more than the round trip. */
	private static final int MAX_KEY_LENGTH = 256;

	private final Map<Object, Runs> sites = new ConcurrentHashMap<>();

	/**
	 * What is known of a function.
	 *
	 * @param last what its last run has touched
	 * @param expected what the run before it has touched, too
	 */
	private record Runs(List<String> last, List<String> expected) {

		static final Runs NONE = new Runs(List.of(), List.of());

		boolean isAsEver(List<String> touched) {
			return touched.equals(this.last) && touched.equals(this.expected);
		}

		Runs and(List<String> touched) {
			return new Runs(touched, touched.stream().filter(this.last::contains).toList());
		}

	}

	/**
	 * What a function will probably touch.
	 * @param site where it stands in the code
	 */
	List<String> of(Object site) {
		Runs runs = this.sites.get(site);
		return (runs != null) ? runs.expected() : List.of();
	}

	/**
	 * Takes note of a run.
	 * @param site where the function stands in the code
	 * @param keys what it has touched; the first ones count
	 */
	void touched(Object site, Iterable<String> keys) {
		List<String> touched = first(keys);
		Runs before = this.sites.get(site);
		if (before == null) {
			if (this.sites.size() >= MAX_SITES) {
				this.sites.remove(this.sites.keySet().iterator().next());
			}
			this.sites.put(site, Runs.NONE.and(touched));
		}
		else if (!before.isAsEver(touched)) {
			this.sites.put(site, before.and(touched));
		}
	}

	private static List<String> first(Iterable<String> keys) {
		List<String> first = new ArrayList<>(Protocol.MAX_EXPECTED_KEYS);
		for (String key : keys) {
			if (first.size() == Protocol.MAX_EXPECTED_KEYS) {
				break;
			}
			if (key.length() <= MAX_KEY_LENGTH) {
				first.add(key);
			}
		}
		return first;
	}

}
