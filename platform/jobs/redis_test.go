package jobs

import (
	"reflect"
	"strings"
	"testing"

	"github.com/hibiken/asynq"

	"vuon/platform/fault"
)

func TestRedisOptions(t *testing.T) {
	for raw, want := range map[string]asynq.RedisConnOpt{
		"redis://h":             asynq.RedisClientOpt{Addr: "h:6379"},
		"redis://u:p%40@h:1/2":  asynq.RedisClientOpt{Addr: "h:1", Username: "u", Password: "p@", DB: 2},
		"redis://:p@[::1]:7/0":  asynq.RedisClientOpt{Addr: "[::1]:7", Password: "p"},
		"redis-cluster://a,b:7": asynq.RedisClusterClientOpt{Addrs: []string{"a:6379", "b:7"}},
		"redis-sentinel://:p@a,b:7/1?master=m&sentinel_password=s": asynq.RedisFailoverClientOpt{MasterName: "m",
			SentinelAddrs: []string{"a:26379", "b:7"}, SentinelPassword: "s", Password: "p", DB: 1},
	} {
		got, err := RedisOptions(raw)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", raw, got, err)
		}
	}
	secure, err := RedisOptions("rediss://h:7")
	if opt, ok := secure.(asynq.RedisClientOpt); err != nil || !ok || opt.TLSConfig == nil || opt.TLSConfig.ServerName != "h" {
		t.Errorf("rediss: %+v, %v", secure, err)
	}
}

func TestWrongRedisAddressesAreRefusedWithoutThePassword(t *testing.T) {
	for _, raw := range []string{"", "h:6379", "http://:topsecret@h", "redis://:topsecret@", "redis://:topsecret@h/x", "redis://:topsecret@a,b",
		"redis://:topsecret@h?db=1", "redis-sentinel://:topsecret@h", "redis-cluster://:topsecret@h/1", "redis://:topsecret%zz@h"} {
		_, err := RedisOptions(raw)
		if fault.CodeOf(err) != "redis_url_invalid" || strings.Contains(err.Error(), "topsecret") {
			t.Errorf("%q: %v", raw, err)
		}
	}
}
