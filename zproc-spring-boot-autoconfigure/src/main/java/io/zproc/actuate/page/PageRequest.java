package io.zproc.actuate.page;

import io.zproc.actuate.LiveView;
import io.zproc.actuate.LiveView.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a page asks for when it connects.
 *
 * @param namespace the namespace whose changes it wants
 * @param mark where it was on the connection before, {@code null} when there was none
 * @param isShown whether it may show values
 * @param isWritable whether the endpoint's operations are allowed
 * @param application the name of the application
 * @param log the process whose output it wants, {@code null} for none
 */
record PageRequest(String namespace, @Nullable String mark, boolean isShown, boolean isWritable, String application,
		@Nullable String log) {

	static String mark(Position position) {
		return position.epoch() + ":" + position.version();
	}

	/**
	 * Where the page can go on.
	 * @return the position, {@code null} when it has to begin
	 */
	@Nullable Position resume(LiveView view) {
		if (this.mark == null) {
			return null;
		}
		Position now = view.position(this.namespace);
		int colon = this.mark.lastIndexOf(':');
		if (colon < 0 || !now.epoch().equals(this.mark.substring(0, colon))) {
			return null;
		}
		try {
			long version = Long.parseLong(this.mark.substring(colon + 1));
			return (version >= 0 && version <= now.version())
					? new Position(now.namespace(), now.epoch(), now.era(), version) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
