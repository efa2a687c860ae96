package io.zproc.worker.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
class Item {

	@Id
	private long id;

	protected Item() {
	}

	Item(long id) {
		this.id = id;
	}

	long getId() {
		return this.id;
	}

}
