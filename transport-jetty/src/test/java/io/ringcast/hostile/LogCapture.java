package io.ringcast.hostile;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** All that is logged meanwhile, whatever its level and whoever logs it, with stack traces. */
public final class LogCapture extends Handler implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");
    // A field: loggers that nobody holds lose their level.
    private static final Logger OURS = Logger.getLogger("io.ringcast");

    private final Handler[] others = ROOT.getHandlers();
    private final Level level = OURS.getLevel();
    private final List<String> lines = new ArrayList<>();

    public LogCapture() {
        setLevel(Level.ALL);
        // What is provoked on purpose need not fill the console.
        List.of(others).forEach(ROOT::removeHandler);
        ROOT.addHandler(this);
        OURS.setLevel(Level.ALL);
    }

    @Override
    public synchronized void publish(LogRecord logged) {
        StringWriter text = new StringWriter();
        text.write(logged.getLevel() + " " + logged.getLoggerName() + " " + logged.getMessage());
        if (logged.getThrown() != null) {
            logged.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        lines.add(text.toString());
    }

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    public synchronized void clear() {
        lines.clear();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        OURS.setLevel(level);
        ROOT.removeHandler(this);
        List.of(others).forEach(ROOT::addHandler);
    }
}
