import Fleet
import GRDB

/// Where RoleCall keeps what it remembers.
package enum StateDirectory {}
