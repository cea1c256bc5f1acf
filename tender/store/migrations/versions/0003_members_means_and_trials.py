"""members means and trials"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tender.store.database

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('convention_places',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_convention_places_member_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_convention_places')),
    sa.UniqueConstraint('member_id', 'kind', 'code', name=op.f('uq_convention_places_member_id_kind_code'))
    )
    with op.batch_alter_table('convention_places', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_convention_places_member_id'), ['member_id'], unique=False)

    op.create_table('member_trades',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('trade', sa.String(), nullable=False),
    sa.Column('service', sa.Boolean(), nullable=False),
    sa.Column('staff_supply', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_member_trades_member_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_trades')),
    sa.UniqueConstraint('member_id', 'trade', name=op.f('uq_member_trades_member_id_trade'))
    )
    with op.batch_alter_table('member_trades', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_member_trades_member_id'), ['member_id'], unique=False)

    op.create_table('split_trials',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('call_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('created', tender.store.database.Moment(timezone=True), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('found', sa.JSON(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['calls.id'], name=op.f('fk_split_trials_call_id_calls')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_split_trials_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_split_trials'))
    )
    with op.batch_alter_table('split_trials', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_split_trials_call_id'), ['call_id'], unique=False)

    with op.batch_alter_table('splits', schema=None) as batch_op:
        batch_op.add_column(sa.Column('member_settings', sa.JSON(), server_default='{}', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('splits', schema=None) as batch_op:
        batch_op.drop_column('member_settings')

    with op.batch_alter_table('split_trials', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_split_trials_call_id'))

    op.drop_table('split_trials')
    with op.batch_alter_table('member_trades', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_member_trades_member_id'))

    op.drop_table('member_trades')
    with op.batch_alter_table('convention_places', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_convention_places_member_id'))

    op.drop_table('convention_places')
