package io.eventpipeline.consumer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.ledger.Ownership;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import org.junit.jupiter.api.Test;

class PartitionOwnershipTest {
  @Test
  void an_owner_claims_nothing_before_it_knows_who_is_paused() {
    Partition partition = new Partition(new PartitionName("events", 0), "", null);
    PartitionOwnership ownership = new PartitionOwnership(partition, null); // asks Redis nothing
    ownership.connect(RedisServerInfo.parse("run_id:1"));
    ownership.own(new Ownership("events", 0, "1", ""));
    assertThat(ownership.isOpen()).isFalse();
    assertThat(ownership.current()).isNull();
    ownership.setPausesKnown();
    assertThat(ownership.isOpen()).isTrue();
    ownership.disconnect();
    assertThat(ownership.isOpen()).isFalse();
  }
}
