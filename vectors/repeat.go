package vectors

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// of gives the vector of an operation with all lists written out: an entry {"repeat": {"count", "of"}} stands for count times
// the entries of "of", where in every string {n} stands for the number of the turn, from 0.
func (v Vector) of(op string) Vector {
	v.Op = op
	lists := []*json.RawMessage{&v.In, &v.Expect.Ok, &v.Deployed}
	for i := range v.Expect.Any {
		lists = append(lists, &v.Expect.Any[i].Ok)
	}
	for _, raw := range lists {
		var value any
		if bytes.Contains(*raw, []byte(`"repeat"`)) && json.Unmarshal(*raw, &value) == nil {
			if text, err := json.Marshal(writtenOut(value)); err == nil {
				*raw = text
			}
		}
	}
	return v
}

func writtenOut(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			value[name] = writtenOut(member)
		}
	case []any:
		list := []any{}
		for _, entry := range value {
			count, of := repeated(entry)
			for turn := 0; turn < count; turn++ {
				for _, one := range of {
					list = append(list, inTurn(one, strconv.Itoa(turn)))
				}
			}
			if of == nil {
				list = append(list, writtenOut(entry))
			}
		}
		return list
	}
	return value
}

// repeated says how often which entries stand where this one stands. Without entries it is an entry like any other.
func repeated(entry any) (count int, of []any) {
	if members, is := entry.(map[string]any); is && len(members) == 1 {
		repeat, _ := members["repeat"].(map[string]any)
		times, _ := repeat["count"].(string)
		count, _ = strconv.Atoi(times)
		of, _ = repeat["of"].([]any)
	}
	return count, of
}

func inTurn(value any, turn string) any {
	switch value := value.(type) {
	case string:
		return strings.ReplaceAll(value, "{n}", turn)
	case []any:
		list := make([]any, len(value))
		for i, entry := range value {
			list[i] = inTurn(entry, turn)
		}
		return list
	case map[string]any:
		members := make(map[string]any, len(value))
		for name, member := range value {
			members[name] = inTurn(member, turn)
		}
		return members
	}
	return value
}
