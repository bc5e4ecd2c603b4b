/** Events for the tests of every module. Published as the contract's test jar. */
@NullMarked
package io.eventpipeline.contract.testing;

import org.jspecify.annotations.NullMarked;
