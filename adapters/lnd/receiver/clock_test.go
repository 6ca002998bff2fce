package receiver

import (
	"testing"
	"time"
)

func ticked(tick <-chan time.Time) bool {
	select {
	case <-tick:
		return true
	default:
		return false
	}
}

func TestTimeStandsStill(t *testing.T) {
	clock := &loopClock{shared: &sharedTime{now: toTime(5)}}
	if !clock.Now().Equal(toTime(5)) {
		t.Error(clock.Now())
	}
	tick := clock.TickAfter(time.Nanosecond)
	if clock.shared.moveTo(toTime(5), clock) || ticked(tick) {
		t.Error("ticked before its time")
	}
	if !clock.Now().Equal(toTime(5)) {
		t.Error(clock.Now())
	}
}

func TestWhatIsDueTicksAtOnce(t *testing.T) {
	shared := &sharedTime{now: toTime(5)}
	prompt, late := &loopClock{shared: shared},
		&loopClock{shared: shared, delay: time.Nanosecond}
	for _, duration := range []time.Duration{0, -time.Hour} {
		if !ticked(prompt.TickAfter(duration)) {
			t.Errorf("no tick after %v", duration)
		}
	}
	if ticked(late.TickAfter(0)) || !ticked(late.TickAfter(-time.Second)) {
		t.Error("late is a nanosecond")
	}
}

// The time stops at each moment at which a clock ticks, and only one does.
func TestMovesFromTickToTick(t *testing.T) {
	shared := &sharedTime{now: toTime(0)}
	prompt, late := &loopClock{shared: shared},
		&loopClock{shared: shared, delay: time.Nanosecond}
	move := func(want bool, at time.Time) {
		t.Helper()
		if shared.moveTo(toTime(20), prompt, late) != want ||
			!shared.now.Equal(at) {

			t.Errorf("%v, want %v", shared.now, at)
		}
	}
	early := late.TickAfter(9 * time.Second)
	same := prompt.TickAfter(10 * time.Second)
	move(true, toTime(9).Add(1))
	if !ticked(early) || ticked(same) {
		t.Error("another tick")
	}
	next := late.TickAfter(10*time.Second - time.Nanosecond*2)
	move(true, toTime(10))
	if !ticked(same) || ticked(next) {
		t.Error("another tick")
	}

	// A tick for which nobody asks any more is none.
	dropped := late.TickAfter(time.Second)
	kept := late.TickAfter(10 * time.Second)
	move(false, toTime(20))
	if ticked(dropped) || ticked(kept) {
		t.Error("a tick too many")
	}
	if !shared.moveTo(toTime(21), late) || !ticked(kept) {
		t.Error("no tick")
	}
}

func TestLastSecondFits(t *testing.T) {
	if last := toTime(LastSecond); last.UnixNano() < 0 ||
		toTime(LastSecond+1).Add(time.Second).UnixNano() > 0 {

		t.Error(last)
	}
}
