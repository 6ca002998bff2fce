package receiver

import (
	"math"
	"sync"
	"time"
)

// epoch is where second 0 of a scenario lies in LND's time, in seconds since
// 1970. LND stores when an HTLC arrived as nanoseconds since 1970 and takes 0
// for no time at all.
const epoch = 1_000_000_000

// LastSecond is the last second of a scenario that LND can store.
const LastSecond = math.MaxInt64/uint64(time.Second) - epoch - 1

// toTime returns a second of a scenario in LND's time.
func toTime(second uint64) time.Time {
	return time.Unix(epoch+int64(second), 0).UTC()
}

// sharedTime is the time that all clocks of a registry show. It stands still
// until it is moved.
type sharedTime struct {
	mutex sync.Mutex
	now   time.Time
}

// loopClock is the clock of one of LND's loops. Such a loop asks for a new tick
// each time round and drops the one before, so one is all that is kept.
type loopClock struct {
	shared *sharedTime

	// delay is how long after its time a tick is due.
	delay time.Duration

	// tick is nil where none is awaited.
	tick chan time.Time
	due  time.Time
}

func (c *loopClock) Now() time.Time {
	c.shared.mutex.Lock()
	defer c.shared.mutex.Unlock()
	return c.shared.now
}

func (c *loopClock) TickAfter(duration time.Duration) <-chan time.Time {
	c.shared.mutex.Lock()
	defer c.shared.mutex.Unlock()

	tick := make(chan time.Time, 1)
	c.tick, c.due = tick, c.shared.now.Add(duration).Add(c.delay)
	c.fire()
	return tick
}

// fire ticks where that is due, and says whether it did. The time is locked.
func (c *loopClock) fire() bool {
	if c.tick == nil || c.due.After(c.shared.now) {
		return false
	}
	c.tick <- c.shared.now
	c.tick = nil
	return true
}

// moveTo moves the time to the first moment at which one of the clocks has to
// tick, at most to the given one, and says whether one ticked. Of several that
// are due then, the first one ticks alone.
func (t *sharedTime) moveTo(end time.Time, clocks ...*loopClock) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()

	next := end
	for _, clock := range clocks {
		if clock.tick != nil && clock.due.Before(next) {
			next = clock.due
		}
	}
	if next.After(t.now) {
		t.now = next
	}
	for _, clock := range clocks {
		if clock.fire() {
			return true
		}
	}
	return false
}
