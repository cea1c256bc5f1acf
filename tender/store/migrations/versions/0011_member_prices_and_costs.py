"""member prices and costs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import tender.store.database

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('member_costs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('wage', sa.Numeric(precision=8, scale=4), nullable=False),
    sa.Column('charges_percent', sa.Numeric(precision=6, scale=2), nullable=False),
    sa.Column('travel', sa.Numeric(precision=8, scale=4), nullable=False),
    sa.Column('frame', sa.Numeric(precision=8, scale=4), nullable=False),
    sa.Column('other', sa.Numeric(precision=8, scale=4), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('shared_at', tender.store.database.Moment(timezone=True), nullable=True),
    sa.Column('shared_by', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', tender.store.database.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_member_costs_member_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_costs')),
    sa.UniqueConstraint('member_id', name=op.f('uq_member_costs_member_id'))
    )
    op.create_table('member_prices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('unit_price', sa.Numeric(precision=14, scale=4), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', tender.store.database.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['line_id'], ['price_lines.id'], name=op.f('fk_member_prices_line_id_price_lines'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_member_prices_member_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_prices')),
    sa.UniqueConstraint('line_id', 'member_id', name=op.f('uq_member_prices_line_id_member_id'))
    )
    with op.batch_alter_table('member_prices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_member_prices_line_id'), ['line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_prices_member_id'), ['member_id'], unique=False)

    with op.batch_alter_table('price_lines', schema=None) as batch_op:
        batch_op.add_column(sa.Column('section', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('counted', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column('cells', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('differs', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('agreed_at', tender.store.database.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('agreed_by', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('floor_price', sa.Numeric(precision=14, scale=4), nullable=True))
        batch_op.add_column(sa.Column('floor_word', sa.String(), server_default='', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('price_lines', schema=None) as batch_op:
        batch_op.drop_column('floor_word')
        batch_op.drop_column('floor_price')
        batch_op.drop_column('agreed_by')
        batch_op.drop_column('agreed_at')
        batch_op.drop_column('differs')
        batch_op.drop_column('cells')
        batch_op.drop_column('counted')
        batch_op.drop_column('section')

    with op.batch_alter_table('member_prices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_member_prices_member_id'))
        batch_op.drop_index(batch_op.f('ix_member_prices_line_id'))

    op.drop_table('member_prices')
    op.drop_table('member_costs')
