/**
 * A client of the HTTP API, and the engine embedded beside it (客户端).
 *
 * <pre>{@code
 * JrpClient jrp = JrpClient.to(URI.create("https://jrp.example")).apiKey(keys::current).build();
 * DecisionAnswer answer = jrp.decide(Check.of("91349999M00000019Y", "government-procurement", "市直单位办公设备采购资格审查"));
 * if (answer.outcome() != Outcome.CLEAR) {
 *     answer.measures().forEach(measure -> show(measure.name(), measure.citations()));
 * }
 * }</pre>
 */
@NullMarked
package org.jrp.client;

import org.jspecify.annotations.NullMarked;
