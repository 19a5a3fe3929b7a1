package org.jrp.release;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jrp.rule.Drl;
import org.jrp.rule.Proposal;
import org.jrp.rule.Row;
import org.jrp.rule.RuleSet;
import org.kie.api.KieBase;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.conf.KieBaseMutabilityOption;
import org.kie.api.definition.KiePackage;
import org.kie.api.definition.rule.Rule;
import org.kie.api.runtime.KieContainer;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ThreadSafeOption;
import org.kie.api.runtime.rule.AgendaFilter;
import org.kie.api.runtime.rule.FactHandle;
import org.kie.api.runtime.rule.Match;

/**
 * The two knowledge bases of a release, compiled by Drools (编译后的规则): memoranda rules propose, principles judge. Safe for many
 * threads; each call borrows a session of its own.
 */
public final class CompiledRules implements AutoCloseable {

    private static final AtomicLong SERIAL = new AtomicLong();

    private final Stage memoranda;
    private final Stage principles;

    private CompiledRules(Stage memoranda, Stage principles) {
        this.memoranda = memoranda;
        this.principles = principles;
    }

    static CompiledRules compile(RuleSet rules) {
        // KIE looks for its services by the thread's loader, which in a pool need not be ours.
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(CompiledRules.class.getClassLoader());
        try {
            return new CompiledRules(
                    new Stage("memoranda", Drl.memoranda(rules.rules())),
                    new Stage("principles", Drl.principles(rules.rules())));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Numbers of the memoranda rules whose conditions that row meets, sorted. */
    public int[] proposedFor(Row row) {
        return memoranda.matching(row);
    }

    /** Numbers of the principles whose conditions that proposal meets, sorted. */
    public int[] judging(Proposal proposal) {
        return principles.matching(proposal);
    }

    @Override
    public void close() {
        memoranda.close();
        principles.close();
    }

    /** One knowledge base with its idle sessions. */
    private static final class Stage {

        private final ReleaseId releaseId;
        private final KieContainer container;
        private final KieBase base;
        private final KieSessionConfiguration configuration;
        private final Map<Rule, int[]> numbers = new IdentityHashMap<>();
        private final ConcurrentLinkedQueue<Worker> idle = new ConcurrentLinkedQueue<>();
        private volatile boolean closed;

        Stage(String name, Drl drl) {
            KieServices services = KieServices.get();
            releaseId = services.newReleaseId("org.jrp.release", name, "1.0." + SERIAL.incrementAndGet());
            KieFileSystem files = services.newKieFileSystem();
            files.generateAndWritePomXML(releaseId);
            files.write("src/main/resources/org/jrp/rule/" + name + "/rules.drl", drl.text());
            ClassLoader loader = CompiledRules.class.getClassLoader();
            KieBuilder builder = services.newKieBuilder(files, loader);
            builder.buildAll();
            if (builder.getResults().hasMessages(Message.Level.ERROR)) {
                services.getRepository().removeKieModule(releaseId);
                throw new IllegalStateException("The emitted rules do not compile: "
                        + builder.getResults().getMessages(Message.Level.ERROR));
            }
            container = services.newKieContainer(releaseId, loader);
            KieBaseConfiguration immutable = services.newKieBaseConfiguration();
            immutable.setOption(KieBaseMutabilityOption.DISABLED);
            base = container.newKieBase(immutable);
            configuration = services.newKieSessionConfiguration();
            configuration.setOption(ThreadSafeOption.NO);
            for (KiePackage kiePackage : base.getKiePackages()) {
                for (Rule rule : kiePackage.getRules()) {
                    numbers.put(rule, Objects.requireNonNull(drl.rules().get(rule.getName())));
                }
            }
        }

        int[] matching(Object fact) {
            Worker worker = idle.poll();
            if (worker == null) {
                worker = new Worker(base.newKieSession(configuration, null), numbers);
            }
            int[] matching = worker.matching(fact);
            idle.offer(worker);
            if (closed) {
                disposeIdle();
            }
            return matching;
        }

        void close() {
            closed = true;
            disposeIdle();
            container.dispose();
            KieServices.get().getRepository().removeKieModule(releaseId);
        }

        private void disposeIdle() {
            for (Worker worker = idle.poll(); worker != null; worker = idle.poll()) {
                worker.session.dispose();
            }
        }
    }

    /** A session that matches one fact at a time. Dropped, not reused, when matching throws. */
    private static final class Worker implements AgendaFilter {

        private final KieSession session;
        private final Map<Rule, int[]> numbers;
        private int[] found = new int[32];
        private int count;

        Worker(KieSession session, Map<Rule, int[]> numbers) {
            this.session = session;
            this.numbers = numbers;
        }

        int[] matching(Object fact) {
            count = 0;
            FactHandle handle = session.insert(fact);
            session.fireAllRules(this);
            session.delete(handle);
            int[] sorted = Arrays.copyOf(found, count);
            Arrays.sort(sorted);
            return sorted;
        }

        @Override
        public boolean accept(Match match) {
            int[] ours = numbers.get(match.getRule());
            if (ours == null) {
                throw new IllegalStateException("A rule matched that was not emitted: " + match.getRule());
            }
            if (count + ours.length > found.length) {
                found = Arrays.copyOf(found, Math.max(found.length * 2, count + ours.length));
            }
            System.arraycopy(ours, 0, found, count, ours.length);
            count += ours.length;
            return false;
        }
    }
}
