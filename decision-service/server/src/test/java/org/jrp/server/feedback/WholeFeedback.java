package org.jrp.server.feedback;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jrp.server.ServerTest;

/** A test against the one service that the tests of feedback share; the cities' exchange is switched on. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServerTest(
        properties = {
            "test=feedback",
            "jrp.exchange.enabled=true",
            "jrp.exchange.clients[0].sys-id=CZJ",
            "jrp.exchange.clients[0].department=finance-bureau",
            "jrp.exchange.clients[0].context=government-procurement",
            "jrp.exchange.clients[0].purpose=采购资格审查"
        })
@interface WholeFeedback {}
