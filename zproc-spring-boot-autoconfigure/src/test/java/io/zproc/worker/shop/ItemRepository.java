package io.zproc.worker.shop;

import org.springframework.data.repository.CrudRepository;

interface ItemRepository extends CrudRepository<Item, Long> {

}
