package tenancy

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
)

// settingRow is a setting as it is stored.
type settingRow struct {
	bun.BaseModel `bun:"table:tenancy_settings,alias:s"`

	Tenant    string          `bun:"tenant_id,pk"`
	Key       string          `bun:"key,pk"`
	File      json.RawMessage `bun:"file_value,type:jsonb,nullzero"`
	Screen    json.RawMessage `bun:"screen_value,type:jsonb,nullzero"`
	ChangedBy string          `bun:"changed_by"`
	ChangedAt *time.Time      `bun:"changed_at"`
}

func (s settingRow) state() SettingState {
	def, _ := definition(s.Key)
	return SettingState{Key: s.Key, Title: def.Title, File: s.File, Screen: s.Screen, ChangedBy: s.ChangedBy, ChangedAt: s.ChangedAt}
}

// Setting reads the value that holds for the tenant into the value that into
// points to; when neither file nor screen gives one, that stays as it is.
func (r *Registry) Setting(ctx context.Context, tenant, key string, into any) error {
	if _, known := definition(key); !known {
		return fmt.Errorf("tenancy: no setting %q is defined", key)
	}
	var row settingRow
	err := r.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&row).Where("s.key = ?", key).Scan(ctx)
	})
	if err != nil && !database.NotFound(err) {
		return err
	}
	value := row.state().Value()
	if value == nil {
		return nil
	}
	return json.Unmarshal(value, into)
}

// SettingAcross reads the values of one setting that hold for the tenants that the
// running transaction sees, by tenant: for a province, inside database.AcrossTenants.
func SettingAcross[V any](ctx context.Context, tx database.Tx, key string) (map[string]V, error) {
	var rows []settingRow
	if err := tx.NewSelect().Model(&rows).Where("s.key = ?", key).Scan(ctx); err != nil {
		return nil, err
	}
	values := map[string]V{}
	for _, row := range rows {
		var v V
		if value := row.state().Value(); value != nil {
			if err := json.Unmarshal(value, &v); err != nil {
				return nil, fmt.Errorf("setting %s of %s: %w", key, row.Tenant, err)
			}
		}
		values[row.Tenant] = v
	}
	return values, nil
}

// Settings lists every setting, in the order of Definitions, with its drift.
func (r *Registry) Settings(ctx context.Context, tenant string) ([]SettingState, error) {
	rows, err := r.readSettings(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var states []SettingState
	for _, def := range Definitions() {
		row := rows[def.Key]
		row.Key = def.Key
		states = append(states, row.state())
	}
	return states, nil
}

// Set changes a setting from the screen; the value of the files stays beside it.
// The caller audits. Faults: setting_wrong with what was expected, tenant_closed.
func (r *Registry) Set(ctx context.Context, tenant, key string, value any) error {
	encoded, err := checkSetting(key, value)
	if err != nil {
		return err
	}
	return r.writeScreen(ctx, tenant, key, encoded)
}

// Unset takes back what was changed on the screen: the value of the files holds again.
func (r *Registry) Unset(ctx context.Context, tenant, key string) error {
	if _, known := definition(key); !known {
		return settingWrong(key, nil)
	}
	return r.writeScreen(ctx, tenant, key, nil)
}

func (r *Registry) writeScreen(ctx context.Context, tenant, key string, value json.RawMessage) error {
	return r.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		if err := r.Writable(ctx, tenant); err != nil {
			return err
		}
		now := r.clock.Now()
		row := settingRow{Tenant: tenant, Key: key, Screen: value, ChangedBy: r.actor(ctx), ChangedAt: &now}
		_, err := tx.NewInsert().Model(&row).On("CONFLICT (tenant_id, key) DO UPDATE").
			Set("screen_value = EXCLUDED.screen_value").Set("changed_by = EXCLUDED.changed_by").
			Set("changed_at = EXCLUDED.changed_at").Exec(ctx)
		return err
	})
}

func (r *Registry) readSettings(ctx context.Context, tenant string) (map[string]settingRow, error) {
	var rows []settingRow
	err := r.db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&rows).OrderExpr("s.key").Scan(ctx)
	})
	byKey := map[string]settingRow{}
	for _, row := range rows {
		byKey[row.Key] = row
	}
	return byKey, err
}

// checkSetting puts a value from the screen through the same reader as the files.
func checkSetting(key string, value any) (json.RawMessage, error) {
	def, known := definition(key)
	if !known {
		return nil, settingWrong(key, nil)
	}
	given, err := json.Marshal(value)
	if err != nil {
		return nil, settingWrong(key, err)
	}
	var faults declared.Faults
	checked := def.New()
	declared.Decode(key, given, checked, &faults)
	if err := faults.Err(); err != nil {
		return nil, settingWrong(key, err)
	}
	return json.Marshal(checked)
}

func settingWrong(key string, cause error) error {
	wrong := fault.New(fault.Invalid, "setting_wrong",
		"Giá trị của thiết lập “"+key+"” không đúng nên chưa lưu.", "The value of the setting “"+key+"” is wrong and was not saved.")
	if cause == nil {
		return wrong.At(key, "không có thiết lập này", "there is no such setting")
	}
	for _, f := range fault.From(cause).Fields {
		wrong = wrong.At(key, f.Message.VI, f.Message.EN)
	}
	return wrong
}
