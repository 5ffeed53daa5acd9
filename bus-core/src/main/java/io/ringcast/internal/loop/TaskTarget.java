package io.ringcast.internal.loop;

/** Runs the task that an entry carries: what the bus asks of itself, which nobody repeats. */
final class TaskTarget implements LoopEvent.Target {
    static final TaskTarget RUN = new TaskTarget();

    private TaskTarget() {}

    @Override
    public boolean isVital() {
        return true;
    }

    @Override
    public void run(LoopEvent event) {
        if (event.first instanceof Runnable task) {
            task.run();
        }
    }
}
