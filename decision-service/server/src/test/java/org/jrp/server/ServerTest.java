package org.jrp.server;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test against the whole service on a random port, with real PostgreSQL and Redis from {@link TestStores}.
 *
 * <p>Each Spring context has a database, a number in Redis and a data folder of its own. Test classes with equal settings share a context,
 * and so its database; a class that must be alone in its database sets a property of its own
 * ({@code @ServerTest(properties = "test=WithdrawalTest")}).
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TestStores.Initializer.class)
public @interface ServerTest {

    /** Settings of this test, as {@code name=value}. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "properties")
    String[] properties() default {};
}
